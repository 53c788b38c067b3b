"""Ways to break each rule of keeping_rules.py."""

from mutations import resource, setting, top, without

QUERY = ("Observability", "InvitationsByAccount", "QueryString")

MUTATIONS = [
    (
        "what_is_kept_is_in_nobodys_way",
        "a vault with a name that the next one has as well",
        setting("Backup", "Vault", "BackupVaultName", to={"Fn::Sub": "usher-${Stage}"}),
    ),
    (
        "what_is_kept_is_in_nobodys_way",
        "a secret that is always made under one name",
        lambda t: (
            resource(t, "Webhook", "Secret").pop("Condition"),
            setting("Webhook", "Secret", "Name", to={"Fn::Sub": "usher-${Stage}-webhook"})(t),
        ),
    ),
    (
        "what_is_kept_is_in_nobodys_way",
        "a queue kept under its name",
        top("Main", "EventBus", "DeletionPolicy", "RetainExceptOnCreate"),
    ),
    (
        "what_was_kept_can_be_used_again",
        "a webhook's secret that nobody can hand in",
        without("Main", "Webhook", "Parameters", "ExistingSecret"),
    ),
    ("keys_that_fail_ring", "a function whose failures nobody counts", without("Observability", "KeysFailingInTokens")),
    ("keys_that_fail_ring", "failures that ring no bell", without("Observability", "KeysFailing", "AlarmActions")),
    (
        "keys_that_fail_ring",
        "a fault that says it otherwise",
        lambda t: t.update({"Keys.rs": t["Keys.rs"].replace("KMS failed", "Keys failed")}),
    ),
    (
        "questions_are_about_what_is_logged",
        "a line that nobody logs",
        setting(*QUERY, to='filter fields.message = "invited" | stats count() by fields.account'),
    ),
    (
        "questions_are_about_what_is_logged",
        "a field that nobody logs",
        setting(*QUERY, to='filter fields.message = "published" | stats count() by fields.account, fields.colour'),
    ),
    (
        "questions_are_about_what_is_logged",
        "no account",
        setting(*QUERY, to='filter fields.message = "published" | stats count() by fields.event'),
    ),
]
