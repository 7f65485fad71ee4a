-- Two more proofs of the day on which a letter was posted, read on its envelope or in the tracking of the post: the mark of a franking
-- machine, and « pris en charge » (CRPA L. 112-1).
ALTER TABLE envelope ADD COLUMN franking_on date;
ALTER TABLE envelope ADD COLUMN tracked_on date;
