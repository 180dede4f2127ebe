// What the nginx image has of files that people read: its configuration, its pages, the scripts of its entry
// point. Configuration in its well-known form; scripts say the lines that the published ones say, and do the
// same with fewer words. Not here: the server itself, which is a program.

export const NGINX_CONF = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

export const DEFAULT_CONF = `server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

/** of DEFAULT_CONF, by which the entry point knows that nobody has changed it */
const DEFAULT_CONF_MD5 = "2e64115337dd85243815a0fed788ed05";

const TYPES = `text/html: html htm shtml
text/css: css
text/xml: xml
image/gif: gif
image/jpeg: jpeg jpg
application/javascript: js
application/atom+xml: atom
application/rss+xml: rss
text/mathml: mml
text/plain: txt
text/markdown: md
image/avif: avif
image/png: png
image/svg+xml: svg svgz
image/tiff: tif tiff
image/webp: webp
image/x-icon: ico
image/bmp: bmp
font/woff: woff
font/woff2: woff2
application/java-archive: jar war ear
application/json: json
application/msword: doc
application/pdf: pdf
application/postscript: ps eps ai
application/rtf: rtf
application/wasm: wasm
application/x-7z-compressed: 7z
application/x-perl: pl pm
application/x-rar-compressed: rar
application/xhtml+xml: xhtml
application/xspf+xml: xspf
application/zip: zip
application/octet-stream: bin exe dll deb dmg iso img msi
audio/midi: mid midi kar
audio/mpeg: mp3
audio/ogg: ogg
audio/x-m4a: m4a
video/3gpp: 3gpp 3gp
video/mp4: mp4
video/mpeg: mpeg mpg
video/quicktime: mov
video/webm: webm
video/x-flv: flv
video/x-msvideo: avi`;

export const MIME_TYPES = `
types {
${TYPES.replace(/^([^:]+): (.*)$/gm, (_, type: string, names: string) => `    ${type.padEnd(40)} ${names};`)}
}
`;

export const FASTCGI_PARAMS = `
fastcgi_param  QUERY_STRING       $query_string;
fastcgi_param  REQUEST_METHOD     $request_method;
fastcgi_param  CONTENT_TYPE       $content_type;
fastcgi_param  CONTENT_LENGTH     $content_length;

fastcgi_param  SCRIPT_NAME        $fastcgi_script_name;
fastcgi_param  REQUEST_URI        $request_uri;
fastcgi_param  DOCUMENT_URI       $document_uri;
fastcgi_param  DOCUMENT_ROOT      $document_root;
fastcgi_param  SERVER_PROTOCOL    $server_protocol;
fastcgi_param  REQUEST_SCHEME     $scheme;
fastcgi_param  HTTPS              $https if_not_empty;

fastcgi_param  GATEWAY_INTERFACE  CGI/1.1;
fastcgi_param  SERVER_SOFTWARE    nginx/$nginx_version;

fastcgi_param  REMOTE_ADDR        $remote_addr;
fastcgi_param  REMOTE_PORT        $remote_port;
fastcgi_param  SERVER_ADDR        $server_addr;
fastcgi_param  SERVER_PORT        $server_port;
fastcgi_param  SERVER_NAME        $server_name;
`;

/** 615 bytes, which is what the log of a first request says. */
export const INDEX_HTML = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>This page is served by nginx out of a container. It is installed and
working; what it serves next is up to its configuration and its files.</p>

<p>Pages lie in /usr/share/nginx/html of the image, where a volume or a
COPY puts others. Documentation is at
<a href="https://nginx.org/">nginx.org</a>.</p>

<p><em>Have fun with the next request.</em></p>
</body>
</html>
`;

/** 497 bytes */
export const ERROR_HTML = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>An error occurred.</h1>
<p>The page that you asked for cannot be shown at the moment.
Please come back later.</p>
<p>Whoever runs this server finds the reason in its error log.
If that is you, docker logs shows what nginx has written down of it.</p>
<p><em>nginx</em></p>
</body>
</html>
`;

const LOG = `log() {
    [ -n "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$@"
}`;

export const ENTRY_POINT = `#!/bin/sh
# Runs what lies in /docker-entrypoint.d before nginx starts; any other command starts at once.
set -e

${LOG}

if [ "$1" = "nginx" ] || [ "$1" = "nginx-debug" ]; then
    if [ -n "$(find /docker-entrypoint.d/ -mindepth 1 -maxdepth 1 -type f -print -quit 2>/dev/null)" ]; then
        log "$0: /docker-entrypoint.d/ is not empty, will attempt to perform configuration"
        log "$0: Looking for shell scripts in /docker-entrypoint.d/"
        for f in $(find /docker-entrypoint.d/ -follow -type f -print | sort -V); do
            case "$f" in
                *.envsh | *.sh)
                    if [ ! -x "$f" ]; then
                        log "$0: Ignoring $f, not executable"
                    elif [ "\${f%.envsh}" != "$f" ]; then
                        log "$0: Sourcing $f"
                        . "$f"
                    else
                        log "$0: Launching $f"
                        "$f"
                    fi
                    ;;
                *) log "$0: Ignoring $f" ;;
            esac
        done
        log "$0: Configuration complete; ready for start up"
    else
        log "$0: No files found in /docker-entrypoint.d/, skipping configuration"
    fi
fi

exec "$@"
`;

const LISTEN_ON_IPV6 = `#!/bin/sh
# Lets the default server listen on IPv6 as well, if nobody has changed its configuration.
set -e

${LOG}

me=$(basename "$0")
conf=etc/nginx/conf.d/default.conf

if [ ! -f "/proc/net/if_inet6" ]; then
    log "$me: info: ipv6 not available"
    exit 0
fi
if [ ! -f "/$conf" ]; then
    log "$me: info: /$conf is not a file or does not exist"
    exit 0
fi
touch "/$conf" 2>/dev/null || { log "$me: info: can not modify /$conf (read-only file system?)"; exit 0; }
if grep -q 'listen  \\[::\\]:80;' "/$conf"; then
    log "$me: info: IPv6 listen already enabled"
    exit 0
fi
log "$me: info: Getting the checksum of /$conf"
if ! echo "${DEFAULT_CONF_MD5}  /$conf" | md5sum -c - >/dev/null 2>&1; then
    log "$me: info: /$conf differs from the packaged version"
    exit 0
fi
sed -i -E 's,listen       80;,listen       80;\\n    listen  [::]:80;,' "/$conf"
log "$me: info: Enabled listen on IPv6 in /$conf"
`;

const LOCAL_RESOLVERS = `#!/bin/sh
# Tells templates which name servers the container has, if they want to know.

if [ -n "\${NGINX_ENTRYPOINT_LOCAL_RESOLVERS:-}" ]; then
    NGINX_LOCAL_RESOLVERS=$(awk '$1 == "nameserver" { printf "%s%s", sep, $2; sep = " " }' /etc/resolv.conf)
    export NGINX_LOCAL_RESOLVERS
fi
`;

const TEMPLATES = `#!/bin/sh
# Fills variables of the environment into /etc/nginx/templates/*.template.
set -e

${LOG}

me=$(basename "$0")
from=\${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
to=\${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
suffix=\${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}

[ -d "$from" ] || exit 0
if [ ! -w "$to" ]; then
    log "$me: ERROR: $from exists, but $to is not writable"
    exit 0
fi
defined=$(env | cut -d= -f1 | sed 's/.*/\${&}/' | tr '\\n' ' ')
find "$from" -follow -type f -name "*$suffix" -print | while read -r template; do
    relative=\${template#"$from/"}
    output="$to/\${relative%"$suffix"}"
    mkdir -p "$(dirname "$output")"
    log "$me: Running envsubst on $template to $output"
    envsubst "$defined" <"$template" >"$output"
done
`;

const WORKERS = `#!/bin/sh
# Sets the number of workers to that of processors, if it is asked to.
set -e

[ -n "\${NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE:-}" ] || exit 0
touch /etc/nginx/nginx.conf 2>/dev/null || { echo >&2 "$0: error: can not modify /etc/nginx/nginx.conf (read-only file system?)"; exit 0; }
sed -i.bak -E "s/^(worker_processes)(.*)$/# Commented out by $(basename "$0") on $(date)\\n#\\1\\2\\n\\1 $(nproc);/" /etc/nginx/nginx.conf
`;

/** In /docker-entrypoint.d, in the order in which they run. */
export const ENTRY_POINT_SCRIPTS: readonly (readonly [string, string])[] = [
  ["10-listen-on-ipv6-by-default.sh", LISTEN_ON_IPV6],
  ["15-local-resolvers.envsh", LOCAL_RESOLVERS],
  ["20-envsubst-on-templates.sh", TEMPLATES],
  ["30-tune-worker-processes.sh", WORKERS],
];
