//! Lambda.

super::constraints! {
    PACKAGE Error "function-package" "settings that do not go with how a function's code is packaged" ["E3677", "E3678", "E3685"]
        "Code that is written into the template needs a runtime that interprets it, Node.js or Python. A function from a container image brings handler, runtime and layers along."
        "AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html" {
        "aws_lambda_function/packagetype_image_exclusions": "the function is a container image, which brings its own",
        "aws_lambda_function/zipfile_runtime_enum": "code in the template runs only on Node.js and Python",
        "aws_lambda_function/zipfile_runtime_exists": "code in the template needs a runtime",
    }
    TIMEOUT Error "function-timeout" "a function that may run longer than Lambda lets it" ["E3717"]
        "A function ends after 900 seconds at the latest; only those on capacity of their own may run longer."
        "lambda/latest/dg/gettingstarted-limits.html" {
        "aws_lambda_function/capacity_provider_timeout": "only a function with `CapacityProviderConfig` may run longer than 900 seconds",
    }
    VARIABLES Error "reserved-variable" "an environment variable whose name belongs to Lambda" ["E3663"]
        "Lambda sets some environment variables itself and refuses a function that does."
        "lambda/latest/dg/configuration-envvars.html" {
        "aws_lambda_function/environment_variable_keys": "Lambda sets this variable itself",
    }
    LOG_LEVEL Error "log-level-format" "a log level for logs that have none" ["E3696"]
        "Lambda filters logs by level only where they are written as JSON."
        "lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html" {
        "aws_lambda_function/loglevel_logformat": "only logs of the format `JSON` have levels",
    }
    POSITION Error "event-source-position" "where to begin in a source that has no positions, or none for one that has" ["E3633", "E3634"]
        "Streams and topics of Kafka are read from a position; a queue has none."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html" {
        "aws_lambda_eventsourcemapping/eventsourcearn_sqs_exclusive": "a queue has no positions",
        "aws_lambda_eventsourcemapping/eventsourcearn_stream_inclusive": "a stream is read from a position",
    }
}
