/// Tests against real web servers that misbehave.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.http;
