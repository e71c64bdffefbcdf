package io.gantry.loader;

import io.gantry.loader.pull.PullCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.List;

/// The loader as a service, or as a command when the first word is one.
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String... words) {
        if (words.length > 0 && words[0].equals(PullCommand.NAME)) {
            List<String> rest = List.copyOf(Arrays.asList(words).subList(1, words.length));
            // Credentials by KServe's names, which are no configuration of the loader's.
            System.exit(PullCommand.run(rest, new ProcessBuilder().environment()));
        }
        Quarkus.run(words);
    }
}
