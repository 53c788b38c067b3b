"""What `sam local` gives the functions, as its own code works it out from the template and samconfig.toml, without
containers: every endpoint of AWS that they ask is on this machine, and nothing that they need is missing.

python infra/checks/sam_local.py
"""

import json
import logging
import os
import pathlib
import sys
import tempfile
import tomllib

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")

from samcli.commands.local.lib.local_lambda import LocalLambdaRunner
from samcli.lib.config.samconfig import SamConfig
from samcli.lib.providers.sam_function_provider import SamFunctionProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
from templates import ROOT

# Without KMS or SES nothing starts (shared/src/app/aws.rs); the table's name is the one that `cargo dev` makes.
WANTED = {
    "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:8000",
    "AWS_ENDPOINT_URL_KMS": "http://127.0.0.1:8026",
    "AWS_ENDPOINT_URL_SESV2": "http://127.0.0.1:8026",
    "USHER_TABLE": "usher-dev",
    "AWS_SAM_LOCAL": "true",
}


def architectures(problems):
    """What `sam build` and `sam deploy` are told of each stage, and what is built then, for both architectures."""
    for stage in ("dev", "prod"):
        for wanted in ("arm64", "x86_64"):
            with tempfile.TemporaryDirectory() as where:
                text = (ROOT / "samconfig.toml").read_text().replace("Architecture=arm64", f"Architecture={wanted}")
                (pathlib.Path(where) / "samconfig.toml").write_text(text)
                config = SamConfig(where)
                told = [config.get_all([command], "parameters", env=stage) for command in ("build", "deploy")]
            first, second = (one["parameter_overrides"] for one in told)
            given = dict(pair.split("=", 1) for pair in first.split())
            stacks, _ = SamLocalStackProvider.get_stacks(str(ROOT / "template.yaml"), parameter_overrides=given)
            built = {one.architectures[0] for one in SamFunctionProvider(stacks).get_all()}
            if first != second or built != {wanted}:
                problems.append(f"{stage} for {wanted}: builds {built}, and deploys `{second}`")


def main():
    logging.disable(logging.WARNING)
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())["default"]["local_start_api"]["parameters"]
    given = dict(pair.split("=", 1) for pair in config["parameter_overrides"].split())
    stacks, _ = SamLocalStackProvider.get_stacks(str(ROOT / "template.yaml"), parameter_overrides=given)
    own = json.loads((ROOT / config["env_vars"]).read_text())
    runner = LocalLambdaRunner(None, None, str(ROOT), str(ROOT), env_vars_values=own)
    runner.get_aws_creds = lambda: {"region": "eu-west-1", "key": "local", "secret": "local"}
    problems, functions = [], list(SamFunctionProvider(stacks).get_all())
    for function in functions:
        variables = runner._make_env_vars(function).resolve()
        problems += [
            f"{function.name} has {name}={variables.get(name)}"
            for name in WANTED
            if variables.get(name) != WANTED[name]
        ]
        if function.name in ("Credentials", "Sessions", "Tokens") and not variables.get("USHER_SECRETS_KEY"):
            problems.append(f"{function.name} has no key for secrets")
    architectures(problems)
    if len(functions) < 10:
        problems.append(f"only {len(functions)} functions")
    print("\n".join(problems) or f"{len(functions)} functions ask nobody but this machine in sam local")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
