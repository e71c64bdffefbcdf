/// Tests of the cache on a real disk.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.cache;
