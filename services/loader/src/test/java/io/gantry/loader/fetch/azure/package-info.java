/// Tests against a real S3.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.azure;
