/// Tests of the whole loader with a real Kafka.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.reconcile;
