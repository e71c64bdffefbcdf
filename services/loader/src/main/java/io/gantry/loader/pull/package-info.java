/// `loader pull SRC DEST`: the same loader as a program that ends, for init containers and shells.
///
/// It replaces KServe's storage initializer: same arguments, credentials from the environment by
/// the same names. Runs without Quarkus' services, so it is up in a moment and needs no Kafka. May
/// not enter: anything of the service, `reconcile` above all.
@NullMarked
package io.gantry.loader.pull;

import org.jspecify.annotations.NullMarked;
