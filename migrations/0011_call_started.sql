-- When the latest call began is asked at every comparison with the operator's list.
CREATE INDEX call_started ON call (started_at);
