/// Tests against Git's own server.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.git;
