"""What students practise with, in their own folder: nothing here is part of a grade."""
