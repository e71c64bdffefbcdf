/// Tests of caches of models on nodes.
@org.jspecify.annotations.NullMarked
package io.gantry.registry.llm;
