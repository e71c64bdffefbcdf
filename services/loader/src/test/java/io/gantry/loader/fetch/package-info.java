/// Tests of what all sources share.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch;
