/// Tests against real directories.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.file;
