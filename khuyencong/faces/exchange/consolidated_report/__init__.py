"""The consolidated report for machines and for further work: Excel, JSON, plain text."""
