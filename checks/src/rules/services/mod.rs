//! What single services ask for beyond their schemas.

mod agreement;
mod authorizer_kind;
pub(crate) mod constraints;
mod container_ports;
mod database_engine;
mod detector_sources;
mod distribution;
mod domain_names;
mod environment_size;
mod fargate_service;
mod geneve_listener;
mod instance_image;
mod invoke_permission;
mod missing_handler;
mod private_names;
mod queue_consumer;
mod related;
mod repeated_identifier;
mod role_by_name;
mod runtime;
mod scaling_group;
mod schedule_expression;
mod snap_start;
mod state_machine;
mod subnet_blocks;
mod subnet_route_tables;
mod subscription_filters;
mod table_attributes;
mod tiering_days;

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &agreement::API,
    &agreement::MEMBER,
    &agreement::QUEUE,
    &authorizer_kind::X,
    &container_ports::HEALTH_PORT,
    &container_ports::HOST_PORT,
    &database_engine::X,
    &detector_sources::X,
    &distribution::ALIAS,
    &distribution::ORIGIN,
    &domain_names::RECORD,
    &domain_names::VALIDATION,
    &environment_size::X,
    &fargate_service::X,
    &geneve_listener::X,
    &instance_image::X,
    &invoke_permission::ACCOUNT,
    &invoke_permission::PRINCIPAL,
    &missing_handler::X,
    &private_names::X,
    &queue_consumer::X,
    &repeated_identifier::X,
    &role_by_name::X,
    &runtime::DEPRECATED,
    &runtime::RETIRED,
    &scaling_group::HEALTH,
    &scaling_group::SIZE,
    &schedule_expression::X,
    &snap_start::UNSUPPORTED,
    &snap_start::UNUSED,
    &state_machine::STRUCTURE,
    &state_machine::UNREACHABLE,
    &subnet_blocks::OUTSIDE,
    &subnet_blocks::OVERLAP,
    &subnet_route_tables::X,
    &subscription_filters::X,
    &table_attributes::X,
    &tiering_days::BACKUP,
    &tiering_days::TIERING,
];
