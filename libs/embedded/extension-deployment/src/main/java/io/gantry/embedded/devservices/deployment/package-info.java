/// The build steps behind the dev services, which run in dev and test mode only.
///
/// [EmbeddedDevServicesProcessor] decides which parts an application needs; one process beside the
/// application then runs Kafka, PostgreSQL and S3. In dev mode all applications of a user share it,
/// in test mode each JVM has its own. Where a container runtime answers, nothing here acts and the
/// standard dev services do.
@NullMarked
package io.gantry.embedded.devservices.deployment;

import org.jspecify.annotations.NullMarked;
