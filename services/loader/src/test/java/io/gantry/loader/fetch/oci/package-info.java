/// Tests against a real registry, and against one that misbehaves.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.oci;
