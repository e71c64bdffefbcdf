/// What people and the CLI ask the deployer: which predictors run, and what they have written.
///
/// Read-only: what runs is changed through the registry alone. May not enter: decisions.
@NullMarked
package io.gantry.deployer.api;

import org.jspecify.annotations.NullMarked;
