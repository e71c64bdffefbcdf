/// Real Kafka, PostgreSQL and S3 on one machine without containers: for dev mode, tests and the
/// command line.
///
/// [EmbeddedInfrastructure] runs them in the calling JVM; [InfrastructureProcess] runs them in a
/// JVM of their own (whose `main` is [InfrastructureMain]) or joins the one that already runs on a
/// directory. Everything that is kept lies below that one directory, which one process at a time
/// may use. Quarkus may not enter: the extension next door, the CLI and plain tests use the same
/// code. What [InfrastructureProcess] touches may not load Kafka, PostgreSQL or S3 classes.
@NullMarked
package io.gantry.embedded;

import org.jspecify.annotations.NullMarked;
