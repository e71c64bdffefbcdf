/// What a model will need: memory, GPUs, replicas, and the settings that follow, by `POST
/// /v1/plan`.
///
/// Lives here: the planner, which is pure, how its request is read, and the endpoint. Formulas and
/// their sources are in docs/planning.md. May not enter: what is decided for models that exist.
@NullMarked
package io.gantry.registry.plan;

import org.jspecify.annotations.NullMarked;
