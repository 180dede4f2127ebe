// What nearly every image puts into its environment: the search path that Docker gives to programs where an
// image says nothing else. Other variables are with the images that set them.

export const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
