//! API Gateway REST APIs, as far as webhooks need them.
