// Which directives there are, where they may stand and with how many words: enough for what images and tutorials
// configure. Directives that change nothing that shows are accepted like the others.

export type Context = "main" | "events" | "http" | "server" | "location" | "upstream" | "if" | "raw";

interface Rule {
  readonly places: readonly Context[];
  readonly least: number;
  readonly most: number;
  /** the context of its block */
  readonly inner?: Context;
}

const MANY = 99;

/** NAME PLACES LEAST-MOST [INNER]; places: m e h s l u i */
const RULES = `user m 1-2|worker_processes m 1|error_log mhsl 1-3|pid m 1|events m 0 events|http m 0 http|daemon m 1
worker_rlimit_nofile m 1|load_module m 1|include meshlu 1|env m 1|master_process m 1|pcre_jit m 1|lock_file m 1|timer_resolution m 1|stream m 0 raw|worker_cpu_affinity m 1-99|worker_shutdown_timeout m 1|thread_pool m 1-3|working_directory m 1
worker_connections e 1|use e 1|multi_accept e 1|accept_mutex e 1
server h 0 server|upstream h 1 upstream|map h 2 raw|geo h 1-2 raw|types hsl 0 raw|log_format h 2-99|split_clients h 2 raw|limit_req_zone h 3-4|limit_conn_zone h 2|proxy_cache_path h 2-99
default_type hsl 1|access_log hsli 1-99|sendfile hsli 1|tcp_nopush hsl 1|tcp_nodelay hsl 1|keepalive_timeout hsl 1-2|keepalive_requests hsl 1|gzip hsli 1|gzip_types hsl 1-99|gzip_min_length hsl 1|gzip_vary hsl 1|gzip_proxied hsl 1-99|gzip_comp_level hsl 1|gzip_disable hsl 1-99|gzip_http_version hsl 1|gzip_static hsl 1|gzip_buffers hsl 2
client_max_body_size hsl 1|client_body_buffer_size hsl 1|client_header_buffer_size hs 1|large_client_header_buffers hs 2|client_body_timeout hsl 1|client_header_timeout hs 1|send_timeout hsl 1|server_names_hash_bucket_size h 1|server_names_hash_max_size h 1|types_hash_max_size hsl 1|types_hash_bucket_size hsl 1|variables_hash_max_size h 1|server_tokens hsl 1|etag hsl 1|charset hsli 1|expires hsli 1-2|open_file_cache hsl 1-2|reset_timedout_connection hsl 1|output_buffers hsl 2|aio hsl 1|directio hsl 1|if_modified_since hsl 1|max_ranges hsl 1|log_not_found hsl 1|log_subrequest hsl 1|msie_padding hsl 1|merge_slashes hs 1|underscores_in_headers hs 1|ignore_invalid_headers hs 1|client_body_temp_path hsl 1-4|proxy_temp_path hsl 1-4|fastcgi_temp_path hsl 1-4|uwsgi_temp_path hsl 1-4|scgi_temp_path hsl 1-4|resolver hsl 1-99|resolver_timeout hsl 1|set_real_ip_from hsl 1|real_ip_header hsl 1|real_ip_recursive hsl 1|port_in_redirect hsl 1|absolute_redirect hsl 1|server_name_in_redirect hsl 1|satisfy hsl 1|limit_req hsl 1-3|limit_conn hsl 2|limit_rate hsli 1|auth_basic hsl 1|auth_basic_user_file hsl 1
ssl_certificate hs 1|ssl_certificate_key hs 1|ssl_protocols hs 1-99|ssl_ciphers hs 1|ssl_prefer_server_ciphers hs 1|ssl_session_cache hs 1-2|ssl_session_timeout hs 1|ssl_session_tickets hs 1|ssl_dhparam hs 1|http2 hs 1
listen s 1-99|server_name s 1-99|location sl 1-2 location|root hsli 1|alias l 1|index hsl 1-99|try_files sl 2-99|return sli 1-2|rewrite sli 2-3|error_page hsli 2-99|add_header hsli 2-3|autoindex hsl 1|autoindex_exact_size hsl 1|autoindex_localtime hsl 1|allow hsl 1|deny hsl 1|internal l 0|if sl 1-99 if|set sli 2|break sli 0|limit_except l 1-99 location|sub_filter hsl 2|sub_filter_once hsl 1|stub_status sl 0-1|empty_gif l 0|recursive_error_pages hsl 1|rewrite_log hsli 1|ssi hsli 1|mirror hsl 1
proxy_pass li 1|proxy_set_header hsl 2|proxy_http_version hsl 1|proxy_redirect hsl 1-2|proxy_read_timeout hsl 1|proxy_connect_timeout hsl 1|proxy_send_timeout hsl 1|proxy_buffering hsl 1|proxy_buffers hsl 2|proxy_buffer_size hsl 1|proxy_busy_buffers_size hsl 1|proxy_pass_header hsl 1|proxy_hide_header hsl 1|proxy_intercept_errors hsl 1|proxy_cache hsl 1|proxy_cache_valid hsl 1-99|proxy_cache_bypass hsl 1-99|proxy_next_upstream hsl 1-99|proxy_request_buffering hsl 1|proxy_cookie_path hsl 1-2|proxy_ssl_verify hsl 1|proxy_ssl_server_name hsl 1|proxy_method hsl 1
fastcgi_pass li 1|fastcgi_param hsl 2-3|fastcgi_index hsl 1|fastcgi_split_path_info l 1|fastcgi_read_timeout hsl 1|fastcgi_buffers hsl 2|uwsgi_pass li 1|uwsgi_param hsl 2-3|scgi_pass li 1|scgi_param hsl 2-3
keepalive u 1|least_conn u 0|ip_hash u 0|hash u 1-2|random u 0-2|zone u 1-2|server u 1-99`;

const PLACES: Readonly<Record<string, Context>> = {
  m: "main",
  e: "events",
  h: "http",
  s: "server",
  l: "location",
  u: "upstream",
  i: "if",
};

function readRules(): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const entry of RULES.split(/[|\n]/)) {
    const [name = "", places = "", counts = "", inner] = entry.trim().split(" ");
    const [least = "0", most = least] = counts.split("-");
    const rule: Rule = {
      places: [...places].map((letter) => PLACES[letter] as Context),
      least: Number(least),
      most: Number(most) === MANY ? Infinity : Number(most),
      ...(inner === undefined ? {} : { inner: inner as Context }),
    };
    rules.set(name, [...(rules.get(name) ?? []), rule]);
  }
  return rules;
}

const DIRECTIVES = readRules();

export type Checked =
  | { readonly kind: "wrong"; readonly message: string }
  /** `inner` is the context of its block; a raw block holds no directives */
  | { readonly kind: "right"; readonly inner: Context; readonly raw: boolean };

const wrong = (message: string): Checked => ({ kind: "wrong", message });

export function checkDirective(
  name: string,
  args: readonly string[],
  context: Context,
  opens: boolean,
): Checked {
  const rules = DIRECTIVES.get(name);
  const here = rules?.find((rule) => rule.places.includes(context));
  const rule = here ?? rules?.[0];
  if (rule === undefined) return wrong(`unknown directive "${name}"`);
  const isBlock = rule.inner !== undefined;
  if (here === undefined) return wrong(`"${name}" directive is not allowed here`);
  if (isBlock && !opens) return wrong(`directive "${name}" has no opening "{"`);
  if (!isBlock && opens) return wrong(`directive "${name}" is not terminated by ";"`);
  if (args.length < rule.least || args.length > rule.most)
    return wrong(`invalid number of arguments in "${name}" directive`);
  return { kind: "right", inner: rule.inner ?? context, raw: rule.inner === "raw" };
}
