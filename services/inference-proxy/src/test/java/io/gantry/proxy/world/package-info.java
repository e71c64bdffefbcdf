/// What the proxy's tests put around it: predictors that are real HTTP servers, and the topics.
@NullMarked
package io.gantry.proxy.world;

import org.jspecify.annotations.NullMarked;
