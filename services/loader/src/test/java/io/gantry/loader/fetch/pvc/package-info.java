/// Tests of volumes that are used in place.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.pvc;
