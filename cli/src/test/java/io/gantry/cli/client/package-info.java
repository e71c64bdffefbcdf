@NullMarked
package io.gantry.cli.client;

import org.jspecify.annotations.NullMarked;
