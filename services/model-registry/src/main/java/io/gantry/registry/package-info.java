/// The model registry: the one place where it is written down what should be served.
///
/// Lives here: the service's configuration and nothing else. Features point one way: the HTTP APIs
/// (`model`, `kube`, `manifest`) and `registration` use `inferenceservice` and `runtime`, which use
/// `revision` and `publish`; `status` reads what other services report.
@NullMarked
package io.gantry.registry;

import org.jspecify.annotations.NullMarked;
