package io.gantry.deployer.local;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts processes that outlive the deployer: their output goes to a file, and a shell writes
/// their process id to one before it becomes the command, so that there is no moment at which a
/// process runs that nobody could find.
@ApplicationScoped
class Launcher {

    private static final List<String> SHELL =
            List.of("/bin/sh", "-c", "echo $$ >\"$0\" && exec \"$@\"");

    private final Commands commands;

    Launcher(Commands commands) {
        this.commands = commands;
    }

    RunningProcess launch(ProcessSpec spec, ReplicaFiles files) throws IOException {
        List<String> command = new ArrayList<>();
        // In a session of its own it does not get the Ctrl-C that is meant for the deployer.
        commands.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(SHELL);
        command.add(files.processId().toString());
        command.add(program(spec.command().getFirst()).toString());
        command.addAll(spec.command().subList(1, spec.command().size()));
        Path log = files.log().file();
        Files.deleteIfExists(files.processId());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .directory(directory(spec, files));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(commands.inherited());
        environment.putAll(spec.environment());
        Process process = builder.start();
        return new RunningProcess(process.toHandle(), process);
    }

    private Path program(String command) throws IOException {
        return commands.find(command)
                .orElseThrow(() ->
                        new IOException(
                                "The command %s is not on this machine".formatted(command)));
    }

    private static File directory(ProcessSpec spec, ReplicaFiles files) throws IOException {
        if (spec.workingDirectory() == null) {
            return files.directory().toFile();
        }
        File directory = new File(spec.workingDirectory());
        if (!directory.isDirectory()) {
            throw new IOException("The workingDir %s is not on this machine".formatted(directory));
        }
        return directory;
    }
}
