package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const patience = 2 * time.Minute

// environment of the cluster's processes: nothing of whoever starts them but the PATH.
func (c *cluster) environment(more ...string) []string {
	return append(more, "HOME="+c.path("home"), "PATH="+os.Getenv("PATH"))
}

// start runs a component in a session of its own, so that it outlives this command.
func (c *cluster) start(name string) error {
	component, err := c.component(name)
	if err != nil {
		return err
	}
	log, err := os.OpenFile(c.log(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	process := exec.Command(component.program, component.arguments...)
	process.Dir = c.Dir
	process.Env = c.environment()
	process.Stdout, process.Stderr = log, log
	process.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Cloneflags: component.namespaces}
	if err := process.Start(); err != nil {
		return err
	}
	go process.Wait() // so that a component that dies under our eyes leaves no zombie
	c.started = append(c.started, name)
	return os.WriteFile(c.pidFile(name), []byte(strconv.Itoa(process.Process.Pid)+"\n"), 0o600)
}

func (c *cluster) log(name string) string {
	return c.path("logs", name+".log")
}

func (c *cluster) pidFile(name string) string {
	return c.path("run", name+".pid")
}

// pid of a component that runs, or 0. A process is ours when it works in the cluster's directory:
// the recorded id may meanwhile be that of a stranger.
func (c *cluster) pid(name string) int {
	content, err := os.ReadFile(c.pidFile(name))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		return 0
	}
	if dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)); err != nil || dir != c.Dir {
		return 0
	}
	return pid
}

func (c *cluster) anyRunning() string {
	for _, component := range c.components() {
		if c.pid(component.name) != 0 {
			return component.name
		}
	}
	return ""
}

// stop asks a component to end, and ends it when it takes longer than ten seconds.
func (c *cluster) stop(name string) {
	pid := c.pid(name)
	if pid == 0 {
		return
	}
	syscall.Kill(pid, syscall.SIGTERM)
	if !c.ended(name, 10*time.Second) {
		c.kill(name)
	}
}

func (c *cluster) kill(name string) error {
	pid := c.pid(name)
	if pid == 0 {
		return fmt.Errorf("%s does not run", name)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	if !c.ended(name, 10*time.Second) {
		return fmt.Errorf("%s, process %d, goes on after it was killed", name, pid)
	}
	return nil
}

func (c *cluster) ended(name string, within time.Duration) bool {
	for deadline := time.Now().Add(within); c.pid(name) != 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

// stopAll kills: nothing of a test's cluster is worth waiting for.
func (c *cluster) stopAll() {
	components := c.components()
	slices.Reverse(components)
	for _, component := range components {
		c.kill(component.name)
	}
}

// await polls until a condition holds, and fails as soon as a component that this command has started has ended.
// With the failure comes the end of the log of the one on which it depends.
func (c *cluster) await(what, on string, holds func() bool) error {
	for deadline := time.Now().Add(patience); ; {
		asked := time.Now()
		if holds() {
			return nil
		}
		if name := c.dead(); name != "" {
			return fmt.Errorf("%s has ended; its log, %s, closes with\n%s", name, c.log(name), c.tail(name))
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %s in vain for %s; the log of %s, %s, closes with\n%s",
				patience, what, on, c.log(on), c.tail(on))
		}
		// The question is not to slow down what it asks about, as a list of many nodes would.
		time.Sleep(max(50*time.Millisecond, 5*time.Since(asked)))
	}
}

// dead is a component that this command has started and that runs no more, if there is one.
func (c *cluster) dead() string {
	for _, name := range c.started {
		if c.pid(name) == 0 {
			return name
		}
	}
	return ""
}

func (c *cluster) tail(name string) string {
	content, err := os.ReadFile(c.log(name))
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

func (c *cluster) status() error {
	fmt.Printf("%s\n%s, API server at %s\n", c.Dir, c.Bin, c.server())
	var stopped []string
	show := func(name string, pid int) {
		if pid == 0 {
			stopped = append(stopped, name)
			fmt.Printf("  %-24s stopped\n", name)
			return
		}
		fmt.Printf("  %-24s process %-8d %4d MiB\n", name, pid, residentMiB(pid))
	}
	for _, name := range c.componentNames() {
		show(name, c.pid(name))
	}
	if c.Kubelet != 0 {
		for _, name := range []string{"containerd", "kubelet"} {
			show(name, c.daemon(name))
		}
	}
	if len(stopped) > 0 {
		return fmt.Errorf("stopped: %s", strings.Join(stopped, ", "))
	}
	return nil
}

func residentMiB(pid int) int {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	var total, resident int
	fmt.Sscan(string(content), &total, &resident)
	return resident * os.Getpagesize() >> 20
}
