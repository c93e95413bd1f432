"""A Django database backend whose PostgreSQL lives in a folder and starts when it is first asked for."""
