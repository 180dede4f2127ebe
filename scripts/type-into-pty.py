# Types keys into a program on a pseudo-terminal and keeps what it writes after each of them. Standard input is
# a JSON list of {argv, env, cwd, rows, columns, steps: [{send} | {resize: [columns, rows]}]}, bytes as latin-1
# text; standard output is a list of lists of outputs, the first of them what came before any key.
import fcntl, json, os, pty, select, signal, struct, sys, termios, time
from concurrent.futures import ThreadPoolExecutor

QUIET = 0.02


def set_size(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def sleeps(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] in "SZT"
    except OSError:
        return True


def settle(pid, fd, least):
    """What comes until the program has slept and said nothing for a while."""
    out, quiet, begun = b"", 0, time.monotonic()
    while quiet < 2 or time.monotonic() - begun < least:
        ready, _, _ = select.select([fd], [], [], QUIET)
        if ready:
            try:
                data = os.read(fd, 65536)
            except OSError:
                return out
            if not data:
                return out
            out += data
            quiet = 0
        else:
            quiet = quiet + 1 if sleeps(pid) else 0
    return out


def run(case):
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(case["cwd"])
        time.sleep(0.05)
        os.execve(case["argv"][0], case["argv"], case["env"])
    set_size(fd, case["columns"], case["rows"])
    outputs = [settle(pid, fd, 0.2)]
    for step in case["steps"]:
        if "resize" in step:
            set_size(fd, *step["resize"])
            outputs.append(settle(pid, fd, 0.1))
            continue
        data = step["send"].encode("latin-1")
        try:
            os.write(fd, data)
        except OSError:
            pass
        outputs.append(settle(pid, fd, 0.8 if data.endswith(b"\x1b") else 0.15 if b"\x1b" in data else 0))
    os.kill(pid, signal.SIGKILL)
    os.close(fd)
    os.waitpid(pid, 0)
    return [out.decode("latin-1") for out in outputs]


with ThreadPoolExecutor(8) as pool:
    json.dump(list(pool.map(run, json.load(sys.stdin))), sys.stdout)
