"""Behind F12: money in and out, reports, sales, the shop; and the parts its screens share."""
