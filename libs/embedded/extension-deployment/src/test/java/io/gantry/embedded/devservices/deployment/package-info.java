/// Tests of what can be told without an application; `extension-it` has one.
@NullMarked
package io.gantry.embedded.devservices.deployment;

import org.jspecify.annotations.NullMarked;
