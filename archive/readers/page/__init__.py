"""A saved web page: what it declares about itself, what it shows, and what of both is to be believed."""
