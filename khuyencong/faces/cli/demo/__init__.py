"""The demonstration data set: fifteen provinces in 2016 and 2017, built through the operations alone."""
