-- Paper that was handed on to another administration can be handed back: it is gone when its last move says so, not when any did.
CREATE FUNCTION passerelle_envelope_gone(envelope uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT m.fate IS NOT NULL FROM paper_move m WHERE m.communication_id = envelope
                     ORDER BY m.moved_at DESC, m.id DESC LIMIT 1), false)
$$;
CREATE FUNCTION passerelle_original_gone(original uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT m.fate IS NOT NULL FROM paper_move m WHERE m.original_id = original
                     ORDER BY m.moved_at DESC, m.id DESC LIMIT 1), false)
$$;
