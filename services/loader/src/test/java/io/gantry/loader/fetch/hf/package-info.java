/// Tests against a hub that answers as Hugging Face's does.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.fetch.hf;
