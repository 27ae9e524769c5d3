//! Databases, buckets, queues and topics.

super::constraints! {
    CAPACITY Error "table-capacity" "capacity that does not go with how a table is paid" ["E3638", "E3639"]
        "A table with provisioned capacity, which is the default, says how much; one that is paid by request has none."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html" {
        "aws_dynamodb_table/billingmode_exclusive": "a table that is paid by request has no capacity",
        "aws_dynamodb_table/billingmode_provisioned_dependent": "capacity is provisioned unless `BillingMode` is `PAY_PER_REQUEST`",
    }
    CLUSTER Error "database-cluster-settings" "settings that do not go with the kind of database cluster" ["E3686", "E3689", "E3692", "E3693"]
        "Aurora grows its storage itself; a cluster of MySQL or PostgreSQL says what it stands on; scaling settings are of the one or the other kind of serverless; monitoring needs an interval and a role."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html" {
        "aws_rds_dbcluster/aurora": "the engine is Aurora",
        "aws_rds_dbcluster/monitoring": "monitoring needs an interval above 0 and a role",
        "aws_rds_dbcluster/multiaz": "the cluster is of MySQL or PostgreSQL and not of Aurora",
        "aws_rds_dbcluster/serverless_exclusive": "`EngineMode` says which kind of scaling there is",
    }
    IGNORED Warning "ignored-cluster-settings" "settings of a database cluster that have no effect" ["W3688", "W3689", "W3693"]
        "A cluster that is made from a snapshot or of another takes some settings from there, and the first serverless Aurora has no insights."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html" {
        "aws_rds_dbcluster/aurora_warning": "the first serverless Aurora has no performance insights",
        "aws_rds_dbcluster/snapshotidentifier": "the snapshot has a user already",
        "aws_rds_dbcluster/sourcedbclusteridentifier": "the cluster takes it from its source",
    }
    INSTANCE Error "database-instance-settings" "settings that do not go with the kind of database instance" ["E3682", "E3719", "E3720", "E3721"]
        "In a cluster much is set on the cluster; backups are kept for 35 days at most; a key needs encryption turned on; a replica's mode is open or mounted."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html" {
        "aws_rds_dbinstance/aurora_exclusive": "for Aurora `AllocatedStorage`, `CopyTagsToSnapshot`, `DeletionProtection`, `EnableIAMDatabaseAuthentication` and `MasterUserPassword` are set on the cluster",
        "aws_rds_dbinstance/backupretentionperiod_maximum": "backups are kept for 35 days at most, and those of a cluster by the cluster",
        "aws_rds_dbinstance/kmskey_storageencrypted": "a key encrypts only where `StorageEncrypted` is true",
        "aws_rds_dbinstance/replicamode_enum": "a replica of this engine is open or mounted",
    }
    VALKEY Error "valkey-encryption" "a cache with Valkey that does not say whether it encrypts" ["E3704"]
        "A replication group with the engine Valkey has to say whether traffic is encrypted."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html" {
        "aws_elasticache_replicationgroup/transitencryptionenabled_valkey": "the engine is `valkey`",
    }
    OWNERSHIP Error "bucket-acl-ownership" "an access control list on a bucket that has them turned off" ["E3045"]
        "New buckets have access control lists turned off: one can be set only together with ownership controls that turn them on."
        "AmazonS3/latest/userguide/about-object-ownership.html" {
        "aws_s3_bucket/ownershipcontrols": "`AccessControl` sets an access control list, which new buckets refuse without ownership controls",
    }
    FIFO Error "fifo-queue" "settings that do not go with a queue's kind" ["E3501"]
        "The name of a FIFO queue ends in `.fifo`; deduplication and throughput limits by group are of FIFO queues only."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html" {
        "aws_sqs_queue/properties": "a FIFO queue's name ends in `.fifo`, and only such a queue has these settings",
    }
    ENDPOINT Warning "subscription-endpoint" "a subscription whose endpoint is not of its protocol" ["W3694"]
        "A topic delivers to a queue or a function by its ARN."
        "sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html" {
        "aws_sns_subscription/subscription_endpoint_protocol": "the protocol asks for it",
    }
}
