package io.gantry.runtime.server.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/// Hears of SIGTERM and SIGINT before the JVM's shutdown hooks run. Libraries with native code have
/// such hooks (ONNX Runtime, for one), which free it beside computations that are under way and so
/// crash the process; Quarkus, which waits for requests to finish, must come first and then end the
/// JVM.
final class Signals {

    private static final int EXIT_BY_SIGNAL = 128;

    private Signals() {}

    /// Calls `end` with the exit code that the signal asks for. By reflection, because the compiler
    /// cannot be told to accept sun.misc.Signal, the only interface there is to signals.
    static void onEnd(IntConsumer end) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method number = signal.getMethod("getNumber");
            Object ending =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, _, arguments) -> {
                                end.accept(EXIT_BY_SIGNAL + (int) number.invoke(arguments[0]));
                                return null;
                            });
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : List.of("TERM", "INT")) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), ending);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            throw new IllegalStateException("this JVM has no signals to handle", unsupported);
        }
    }
}
