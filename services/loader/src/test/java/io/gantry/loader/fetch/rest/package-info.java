/// Services that tests script.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.rest;
