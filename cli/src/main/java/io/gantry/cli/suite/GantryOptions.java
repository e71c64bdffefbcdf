package io.gantry.cli.suite;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Options of every command that deals with the suite on this machine.
public final class GantryOptions {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Gantry's directory: data, cache, logs (default: $GANTRY_DIR, else ~/.gantry).",
            defaultValue = "${env:GANTRY_DIR:-${sys:user.home}/.gantry}")
    private Path dir = Path.of(".gantry");

    public GantryDirectory directory() {
        return GantryDirectory.create(dir);
    }

    /// The suite that is up.
    public SuiteState suite() {
        return SuiteState.requireUp(directory());
    }
}
