"""Pages of acceptances, settlements, liquidations and after-care."""
