/// Kafka, PostgreSQL and S3 for `quarkus:dev` and `@QuarkusTest` when no container runtime answers.
///
/// An application depends on this artifact (and, for the order of a multi-module build, on its
/// `-deployment` artifact with type `pom`, scope `test` and all of it excluded) and sets nothing:
/// it finds `kafka.bootstrap.servers`, the URLs and credentials of its default data source, and
/// `gantry.embedded.s3.endpoint`, `.access-key` and `.secret-key` set. What it sets itself in the
/// profile that is active wins, so the addresses of production belong under `%prod.`.
///
/// In dev mode all applications of a user share one process and its data in `~/.gantry/dev`; in
/// test mode each JVM has its own and leaves nothing behind. This jar stays empty: what works lies
/// in the deployment artifact, which no packaged application contains.
@NullMarked
package io.gantry.embedded.devservices;

import org.jspecify.annotations.NullMarked;
