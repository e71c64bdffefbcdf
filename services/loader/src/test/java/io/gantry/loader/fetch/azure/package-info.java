/// Tests against the emulator of Azure Storage.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.azure;
