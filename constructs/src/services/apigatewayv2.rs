//! API Gateway HTTP APIs, as far as webhooks need them.
