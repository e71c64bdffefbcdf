/// The deployer: turns desired state, cached artifacts and scaling decisions into running
/// predictors, and says why one does not run.
///
/// Here is only the configuration. Features: `cluster` (what the topics say) → `placement` (what to
/// do, pure) → `reconcile` (does it); `platform` is the port to what runs predictors, `local` its
/// adapter for processes of this machine; `observe` publishes what runs; `api` shows it.
@NullMarked
package io.gantry.deployer;

import org.jspecify.annotations.NullMarked;
