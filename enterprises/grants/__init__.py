"""Award without application (免申即享): the roster, the rules, a second person's release, the offer and its answer."""
