/// Tests against an emulator of Cloud Storage.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.gcs;
