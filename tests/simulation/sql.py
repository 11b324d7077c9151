"""What the simulator asks the database behind the store's back."""

from typing import Final

MOMENTS: Final = """
    SELECT min(moment) FROM (
        SELECT min(next_at) AS moment FROM letters WHERE next_at > :now
        UNION ALL SELECT min(lease_until) FROM letters WHERE lease_until > :now
        UNION ALL SELECT min(sweep_at) FROM letters WHERE sweep_at > :now
        UNION ALL SELECT min(not_before) FROM rate_gates WHERE not_before > :now
        UNION ALL SELECT min(plan_at) FROM use_cases WHERE plan_at > :now
    )
"""
OVERDUE: Final = """
    SELECT EXISTS (
        SELECT 1 FROM letters
        WHERE next_at <= :now AND state IN ('pending', 'sending', 'unknown')
            OR tell_at <= :now AND kind != 'letters_undeliverable'
    )
"""
STEPS: Final = """
    SELECT l.at, use_case || ':' || kind || ':' || period, l.was, '->', l.became, coalesce(l.error, '')
    FROM letters_log l JOIN letters ON letters.id = l.letter ORDER BY l.id
"""
