/// Tests of finding credentials.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.credentials;
