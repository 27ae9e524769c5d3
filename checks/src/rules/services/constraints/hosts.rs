//! Instances and their disks, and what watches and builds on them.

super::constraints! {
    VOLUME Error "volume-iops" "operations per second that the kind of volume does not have" ["E3671"]
        "Volumes of the types `io1` and `io2` need a number of operations per second; each type has its own bounds."
        "ebs/latest/userguide/ebs-volume-types.html" {
        "aws_ec2_instance/blockdevicemappings": "the type of the volume asks for it",
    }
    PRIMARY Error "primary-address" "two primary private addresses" ["E3674"]
        "A network interface has one primary address: given as `PrivateIpAddress`, or marked among the others."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterface.html" {
        "aws_ec2_instance/privateipaddress": "`PrivateIpAddress` is the primary address already",
    }
    EPHEMERAL Error "ephemeral-device" "a virtual device of a name that does not exist" ["E3715"]
        "Virtual devices are the disks of the host, `ephemeral0` to `ephemeral23`."
        "AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-instance-blockdevicemapping.html" {
        "aws_ec2_instance/virtualname_ephemeral": "virtual devices are named `ephemeral0` to `ephemeral23`",
    }
    PERIOD Error "alarm-period" "a period that CloudWatch does not measure" ["E3615"]
        "An alarm looks at periods of 10, 30 or 60 seconds, or a multiple of 60."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html" {
        "aws_cloudwatch_alarm/period": "periods have 10, 30 or a multiple of 60 seconds",
    }
    LOCATION Error "build-location" "a build that reads or writes a bucket without saying which" ["E3636"]
        "A source or artifacts of the type `S3` need the bucket as `Location`."
        "AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-artifacts.html" {
        "aws_codebuild_project/s3_locations": "the type is `S3`",
    }
    STORAGE Error "file-system-size" "a size that the kind of file system does not have" ["E3725"]
        "Each kind of file system of FSx has its own least and most storage."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-fsx-filesystem.html" {
        "aws_fsx_filesystem/storage_capacity": "the kind of file system has its own bounds",
    }
    TAGS Error "wrong-tags" "tags that repeat, are too long, or have a name of AWS's" ["E3024"]
        "A key tags a resource once, has at most 128 characters and does not begin with `aws:`; a value has at most 256."
        "tag-editor/latest/userguide/best-practices-and-strats.html" {
        "tagging": "of tags, keys differ, have up to 128 characters and do not begin with `aws:`; values have up to 256",
    }
}
