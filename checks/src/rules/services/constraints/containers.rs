//! Elastic Container Service.

super::constraints! {
    ESSENTIAL Error "essential-container" "a task without a container that keeps it running" ["E3042"]
        "A task ends when an essential container does; ECS refuses a task definition in which no container is essential. Containers are essential unless they say otherwise."
        "AmazonECS/latest/developerguide/task_definition_parameters.html" {
        "aws_ecs_taskdefinition/containerdefinitions_essential": "a task needs at least one container that is essential",
    }
    FARGATE Error "fargate-task" "a Fargate task with settings that Fargate does not have" ["E3047", "E3048"]
        "Fargate sells fixed pairs of processor and memory, wants both set for the whole task and the network mode `awsvpc`, has no placement constraints and knows three log drivers."
        "AmazonECS/latest/developerguide/fargate-tasks-services.html" {
        "aws_ecs_taskdefinition/fargate_cpu_memory": "Fargate has no task with this pair of `Cpu` and `Memory`",
        "aws_ecs_taskdefinition/fargate_properties": "the task requires Fargate",
    }
    LOG_OPTIONS Error "container-log-options" "log options that the driver does not take, or misses" ["E3046"]
        "The driver `awslogs` needs the log group and its region, and takes only the options that it knows."
        "AmazonECS/latest/developerguide/specify-log-config.html" {
        "aws_ecs_taskdefinition/logging_configuration": "the log driver is `awslogs`",
    }
    SCHEDULING Error "service-scheduling" "a scheduling strategy that the service's launch type does not have" ["E3044"]
        "On Fargate, and where CodeDeploy or another system deploys, ECS keeps a number of copies of a task; one on each host is not to be had."
        "AmazonECS/latest/developerguide/service_definition_parameters.html" {
        "aws_ecs_service/fargate": "on Fargate and with an outside deployment controller only `REPLICA` is scheduled",
    }
}
